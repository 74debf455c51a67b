package org.posthorn.dist.bench;

import java.io.IOException;

/// One client of the closed loop, connected; for one thread.
interface Worker extends AutoCloseable {

    /// Does one operation, whose time is its latency.
    ///
    /// @param number of this operation, different from every other's in the load
    /// @return how many messages it moved
    long run(long number) throws IOException;

    @Override
    void close() throws IOException;
}
