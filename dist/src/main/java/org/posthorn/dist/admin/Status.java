package org.posthorn.dist.admin;

import java.util.List;

/// How a Posthorn is, as `posthorn status` tells it.
///
/// @param state         `running` or `stopped`
/// @param pid           0 when stopped
/// @param uptimeSeconds 0 when stopped
/// @param listening     empty when stopped
/// @param storeBytes    on the disk, all files of the store
/// @param memoryUsed    of the store's caches and rows not yet in files, outside of the heap; 0 when stopped
/// @param memoryLimit   `[storage] memory`, or what it is by default; 0 when stopped
public record Status(
        String state,
        String version,
        String hostname,
        String data,
        long pid,
        long uptimeSeconds,
        List<Listening> listening,
        int domains,
        int accounts,
        long storeBytes,
        long memoryUsed,
        long memoryLimit) {

    /// @param address     `host:port`, the real port
    /// @param connections open now
    public record Listening(String name, String address, int connections) {}
}
