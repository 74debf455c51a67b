package org.posthorn.common.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.posthorn.common.tls.TlsContexts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A [Connection] over a Netty channel: joins what arrives ([Inbound]), what leaves ([BurstOutput], [Outbound]), the
/// command thread ([CommandRunner], [Conversation]) and the peer's silence ([IdleTimer]).
///
/// It begins on the event loop ([#attach()]), is used by the command thread, and ends when the conversation is over
/// and the socket closed, in either order.
final class SocketConnection implements Connection {
    private static final Logger log = LoggerFactory.getLogger(SocketConnection.class);

    private final String id;
    private final Channel channel;
    private final Listener.Settings settings;
    private final Optional<TlsContexts> contexts;
    private final Inbound inbound;
    private final Outbound outbound;
    private final BurstOutput output;
    private final Conversation conversation;
    private final CommandRunner runner;
    private final IdleTimer idle;
    private final SocketEvents events = new SocketEvents(this);
    private volatile Optional<TlsFacts> tls = Optional.empty();
    private boolean compressed;
    private Optional<StreamedBody> body = Optional.empty();

    /// @param ended called once, on any thread: the session is closed and so is the socket
    SocketConnection(
            String id,
            Channel channel,
            Listener.Settings settings,
            Optional<TlsContexts> contexts,
            Function<Connection, Session> sessions,
            Runnable ended) {
        this.id = id;
        this.channel = channel;
        this.settings = settings;
        this.contexts = contexts;
        inbound = new Inbound(new ChannelTap(channel), settings.lineLimit());
        outbound = new Outbound(channel, settings.writeTimeout());
        output = new BurstOutput(outbound);
        conversation = new Conversation(
                this, inbound, sessions, () -> channel.closeFuture().addListener(_ -> ended.run()));
        runner = new CommandRunner(id, conversation);
        idle = new IdleTimer(channel.eventLoop(), runner, settings.idleTimeout(), this::fellSilent);
    }

    // For the event loop.

    /// Takes its place in the channel's pipeline.
    void attach() {
        channel.closeFuture().addListener(_ -> socketClosed());
        channel.pipeline().addLast(events);
        idle.start();
        if (settings.security() == Listener.Security.IMPLICIT) {
            var handshake = new Handshake(contexts.orElseThrow().newEngine(), idle.timeout(), id);
            handshake.facts().thenAccept(this::secured);
            handshake.begin(channel, false);
        } else {
            open();
        }
    }

    void received(ByteBuf bytes) {
        idle.heard();
        if (inbound.append(bytes)) {
            runner.wake();
        }
    }

    void inputEnded() {
        inbound.end();
        runner.wake();
    }

    private void hangUp() {
        // A closed channel has already taken its pipeline apart.
        if (channel.isOpen()) {
            channel.pipeline().replace(events, "farewell", new Farewell(settings.writeTimeout()));
        }
    }

    private void secured(TlsFacts facts) {
        tls = Optional.of(facts);
        open();
    }

    private void open() {
        log.atInfo()
                .addKeyValue("conn", id)
                .addKeyValue("listener", settings.name())
                .addKeyValue("remote", remote())
                .log("connected");
        conversation.open();
        runner.wake();
    }

    private void fellSilent() {
        conversation.silent();
        runner.wake();
    }

    private void socketClosed() {
        idle.stop();
        outbound.gone();
        inputEnded();
    }

    // For the listener.

    /// Lets the session say goodbye after its running command.
    void shutdown() {
        conversation.stop();
        runner.wake();
    }

    void closeNow() {
        channel.close();
    }

    /// Bytes that have arrived and wait to be taken.
    int held() {
        return inbound.held();
    }

    /// Whether there is a command thread now.
    boolean running() {
        return runner.running();
    }

    // For the conversation, on the command thread.

    /// One command is done.
    ///
    /// @throws PeerGone it left a body half read, so the stream is out of step
    void commandDone() throws PeerGone {
        idle.heard();
        if (body.isPresent() && !body.get().ended()) {
            throw new PeerGone("a body was left half read");
        }
        body = Optional.empty();
    }

    /// There is nothing to do now: sends what there is to send and holds no memory for more.
    void pause() throws PeerGone {
        output.pause();
        inbound.trim();
    }

    boolean isGone() {
        return outbound.isGone();
    }

    boolean isSilent() {
        return idle.due();
    }

    /// Sends what is written and closes, without waiting for either.
    void sayFarewell() {
        inbound.close();
        try {
            output.end();
            channel.eventLoop().execute(this::hangUp);
        } catch (PeerGone | RejectedExecutionException gone) {
            output.clear();
            channel.close();
        }
    }

    // For bodies, on the command thread.

    /// Waits for bytes of any kind.
    ///
    /// @param most at least 1
    Received.Run arrived(int most) throws PeerGone {
        var run = inbound.take(most);
        while (run.length() == 0) {
            awaitBeyond(0);
            run = inbound.take(most);
        }
        return run;
    }

    void putBack(Received.Run unused) {
        inbound.putBack(unused);
    }

    /// Closes at once: the stream is out of step.
    void abort(String why) {
        log.atDebug().addKeyValue("conn", id).addKeyValue("why", why).log("aborted");
        conversation.leave();
        channel.close();
    }

    private void awaitBeyond(int size) throws PeerGone {
        output.flush();
        // Asked before the bytes are looked at: what came before the end still counts.
        boolean ended = inbound.ended();
        if (ended && inbound.size() <= size) {
            throw new PeerGone("the peer hung up");
        }
        inbound.awaitBeyond(size, idle.timeout());
    }

    // For the session.

    @Override
    public String id() {
        return id;
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public Optional<TlsFacts> tls() {
        return tls;
    }

    @Override
    public boolean canStartTls() {
        return settings.security() == Listener.Security.STARTTLS && contexts.isPresent() && tls.isEmpty();
    }

    @Override
    public void startTls(String lastClearReply) throws PeerGone {
        if (!canStartTls()) {
            throw new IllegalStateException("STARTTLS was not offered");
        }
        output.flush();
        var reply = Unpooled.copiedBuffer(lastClearReply, StandardCharsets.US_ASCII);
        var handshake = new Handshake(contexts.orElseThrow().newEngine(), idle.timeout(), id);
        channel.eventLoop().execute(() -> {
            inbound.drop();
            handshake.begin(channel, true);
            channel.writeAndFlush(reply);
        });
        tls = Optional.of(handshake.await());
    }

    @Override
    public void compress(String lastPlainReply) throws PeerGone {
        if (compressed) {
            throw new IllegalStateException("compressed already");
        }
        compressed = true;
        inbound.compressed(id);
        output.ascii(lastPlainReply);
        output.compress();
    }

    @Override
    public void decompress(String lastCompressedReply) throws PeerGone {
        compressed = false;
        inbound.plain();
        output.ascii(lastCompressedReply);
        output.end();
    }

    @Override
    public boolean compressed() {
        return compressed;
    }

    @Override
    public void lineLimit(int bytes) {
        inbound.lineLimit(bytes);
    }

    @Override
    public void idleTimeout(Duration timeout) {
        idle.timeout(timeout);
    }

    @Override
    public byte[] nextLine() throws PeerGone, BadLine {
        while (true) {
            int size = inbound.size();
            var line = inbound.line();
            if (line.isPresent()) {
                return line.get();
            }
            awaitBeyond(Math.min(size, inbound.size()));
        }
    }

    @Override
    public Body literal(long length) {
        return begin(new LiteralBody(this, length));
    }

    @Override
    public Body data() {
        return begin(new DataBody(this));
    }

    @Override
    public boolean inputWaiting() {
        return inbound.held() > 0;
    }

    @Override
    public Output out() {
        return output;
    }

    @Override
    public void closeAfterFlush() {
        conversation.leave();
    }

    @Override
    public void post(Runnable task) {
        conversation.post(task);
        runner.wake();
    }

    private Body begin(StreamedBody begun) {
        body = Optional.of(begun);
        return begun;
    }
}
