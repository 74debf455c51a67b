package org.posthorn.common.net;

/// The process's event loops: epoll where there is epoll, else NIO. Shared by all listeners. Thread-safe.
public final class EventLoops implements AutoCloseable {

    public EventLoops() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
