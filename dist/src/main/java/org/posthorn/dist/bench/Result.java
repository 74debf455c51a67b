package org.posthorn.dist.bench;

import java.util.Locale;

/// What a load came to: a line of a table, or of JSON.
///
/// @param operations     done without error; of POP3 a whole session, of FETCH one command
/// @param messages       that these moved
/// @param micros         the operations' latencies
/// @param clientCpuMillis that the load generator itself took
/// @param serverCpuMillis that the named server process took; 0 when none was named
/// @param machineLoad    the load average of the last minute at the end
public record Result(
        String scenario,
        String target,
        Load.Shape shape,
        long operations,
        long messages,
        double seconds,
        Latency micros,
        Errors errors,
        Octets octets,
        long clientCpuMillis,
        long serverCpuMillis,
        double machineLoad) {

    public record Latency(long p50, long p90, long p99, long max) {}

    /// @param first empty when there was none
    public record Errors(long count, String first) {}

    public record Octets(long sent, long received) {}

    /// The first line of the table.
    public static String heading() {
        return line(
                "scenario",
                "conns",
                "size",
                "rcpts",
                "ops",
                "ops/s",
                "msgs/s",
                "p50 ms",
                "p90 ms",
                "p99 ms",
                "max ms",
                "errors",
                "MB/s",
                "cli ms/op",
                "srv ms/op",
                "load");
    }

    @Override
    public String toString() {
        return line(
                scenario,
                shape.connections(),
                shape.size(),
                shape.recipients(),
                operations,
                decimal(operations / seconds, 0),
                decimal(messages / seconds, 0),
                decimal(micros.p50 / 1e3, 2),
                decimal(micros.p90 / 1e3, 2),
                decimal(micros.p99 / 1e3, 2),
                decimal(micros.max / 1e3, 2),
                errors.count,
                decimal((octets.sent + octets.received) / seconds / 1e6, 1),
                decimal((double) clientCpuMillis / Math.max(1, operations), 3),
                serverCpuMillis == 0 ? "-" : decimal((double) serverCpuMillis / Math.max(1, operations), 3),
                decimal(machineLoad, 1));
    }

    private static String decimal(double value, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f", value);
    }

    private static String line(Object... cells) {
        var line = new StringBuilder(String.format(Locale.ROOT, "%-8s", cells[0]));
        for (int i = 1; i < cells.length; i++) {
            line.append(String.format(Locale.ROOT, " %9s", cells[i]));
        }
        return line.toString();
    }
}
