package org.posthorn.common.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A name server on loopback, by UDP and TCP, that says what it is given.
final class DnsServer implements AutoCloseable {
    /// Larger answers are cut off by UDP.
    private static final int DATAGRAM = 512;

    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final List<Record> zone;
    private final ConcurrentLinkedQueue<String> questions = new ConcurrentLinkedQueue<>();

    DnsServer(Record... zone) throws IOException {
        this.zone = List.of(zone);
        tcp = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort()));
        Thread.ofVirtual().start(this::answerDatagrams);
        Thread.ofVirtual().start(this::answerConnections);
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), tcp.getLocalPort());
    }

    /// Such as `udp example.org. MX`, in the order in which they came.
    List<String> questions() {
        return List.copyOf(questions);
    }

    private void answerDatagrams() {
        var buffer = new byte[4_096];
        while (!udp.isClosed()) {
            try {
                var packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                var query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                var answer = answer(query, "udp");
                if (answer == null) {
                    continue; // as if it had been lost
                }
                byte[] bytes = answer.toWire();
                if (bytes.length > DATAGRAM) {
                    answer.removeAllRecords(Section.ANSWER);
                    answer.getHeader().setFlag(Flags.TC);
                    bytes = answer.toWire();
                }
                udp.send(new DatagramPacket(bytes, bytes.length, packet.getSocketAddress()));
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void answerConnections() {
        while (!tcp.isClosed()) {
            try (Socket socket = tcp.accept()) {
                var in = new DataInputStream(socket.getInputStream());
                var query = new Message(in.readNBytes(in.readUnsignedShort()));
                byte[] bytes = answer(query, "tcp").toWire();
                var out = new DataOutputStream(socket.getOutputStream());
                out.writeShort(bytes.length);
                out.write(bytes);
                in.read(); // until it has read all of it
            } catch (IOException e) {
                if (!tcp.isClosed()) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /// Names that begin with `silent` are not answered, names that begin with `broken` by SERVFAIL.
    private Message answer(Message query, String by) {
        var question = query.getQuestion();
        questions.add(by + " " + question.getName() + " " + Type.string(question.getType()));
        var answer = new Message(query.getHeader().getID());
        answer.getHeader().setFlag(Flags.QR);
        answer.getHeader().setFlag(Flags.RA);
        answer.addRecord(question, Section.QUESTION);
        if (question.getName().toString().startsWith("silent")) {
            return null;
        }
        if (question.getName().toString().startsWith("broken")) {
            answer.getHeader().setRcode(Rcode.SERVFAIL);
            return answer;
        }
        var named = zone.stream()
                .filter(record -> record.getName().equals(question.getName()))
                .toList();
        if (named.isEmpty()) {
            answer.getHeader().setRcode(Rcode.NXDOMAIN);
        }
        named.stream()
                .filter(record -> record.getType() == question.getType())
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            zone.stream()
                    .filter(record -> record instanceof SOARecord)
                    .forEach(soa -> answer.addRecord(soa, Section.AUTHORITY));
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
