package org.posthorn.common.net;

/// The connection ended, or its peer was silent (or did not read) for too long: nobody is listening.
/// Commands let it pass; whoever holds something undoes or releases it on the way.
public final class PeerGone extends Exception {
    private static final long serialVersionUID = 1;

    public PeerGone(String why) {
        super(why, null, false, false);
    }
}
