package org.posthorn.pop3;

/// DELE marks a message, to be removed at QUIT (RFC 1939 §5).
record Dele(int number) implements Command.AfterLogin {

    static Dele parse(CommandLine in) throws BadCommand {
        var number = in.number();
        in.end();
        return new Dele(number);
    }

    @Override
    public Turn run(State.Transaction state) {
        var maildrop = state.maildrop();
        if (!maildrop.has(number)) {
            return Turn.to(state, Reply.NO_SUCH_MESSAGE);
        }
        var placement = maildrop.placement(number);
        placement.ifPresent(maildrop::delete);
        return Turn.to(state, placement.isPresent() ? Reply.ok("marked as deleted") : Reply.MESSAGE_GONE);
    }
}
