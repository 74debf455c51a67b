package org.posthorn.imap.response;

/// How far something is that may take long, message by message.
public interface Progress {
    /// Nobody wants to know.
    Progress NONE = new Progress() {
        @Override
        public void expect(long messages) {
            // Nobody wants to know.
        }

        @Override
        public void step() {
            // Nobody wants to know.
        }

        @Override
        public void done() {
            // Nobody wants to know.
        }
    };

    /// So many messages more are to be looked at.
    void expect(long messages);

    /// One of them is about to be.
    void step();

    /// What comes now is no longer what somebody waits for.
    void done();
}
