package org.posthorn.smtp;

import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.Output;

/// A connection without a peer: notes what the session says and does, one note a line or call.
final class NotedConnection {
    private final List<String> notes = new ArrayList<>();
    private final StringBuilder line = new StringBuilder();

    List<String> notes() {
        return notes;
    }

    Connection connection() {
        var loader = NotedConnection.class.getClassLoader();
        var out = (Output) Proxy.newProxyInstance(loader, new Class<?>[] {Output.class}, (self, method, args) -> {
            if (method.getName().equals("ascii")) {
                line.append(args[0]);
            } else if (method.getName().equals("crlf")) {
                notes.add(line.toString());
                line.setLength(0);
            } else {
                throw new AssertionError(method + " was not expected");
            }
            return self;
        });
        return (Connection) Proxy.newProxyInstance(
                loader, new Class<?>[] {Connection.class}, (_, method, _) -> switch (method.getName()) {
                    case "out" -> out;
                    case "id" -> "c7";
                    case "tls" -> Optional.empty();
                    case "canStartTls" -> false;
                    case "remote" -> new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
                    default -> {
                        notes.add(method.getName());
                        yield null;
                    }
                });
    }
}
