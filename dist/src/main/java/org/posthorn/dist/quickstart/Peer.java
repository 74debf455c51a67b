package org.posthorn.dist.quickstart;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// The server as a client sees it: lines and octets over a blocking socket. Not thread-safe.
final class Peer implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 30_000;

    /// What the certificate has to be for.
    private static final String NAME = "localhost";

    private Socket socket;
    private InputStream in;

    private Peer(Socket socket) throws IOException {
        use(socket);
    }

    static Peer connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.connect(address, TIMEOUT_MILLIS);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        return new Peer(socket);
    }

    /// TLS from here on, with a certificate that the context trusts and that is for this name.
    ///
    /// @return the protocol and the cipher suite
    String startTls(SSLContext context) throws IOException {
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, NAME, socket.getPort(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        use(tls);
        return tls.getSession().getProtocol() + " " + tls.getSession().getCipherSuite();
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = new BufferedInputStream(next.getInputStream());
    }

    void send(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    void send(String line) throws IOException {
        send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /// The next line without its CRLF, one char per octet.
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection after \"" + line + "\"");
            }
            line.write(octet);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    byte[] octets(int count) throws IOException {
        byte[] octets = in.readNBytes(count);
        if (octets.length < count) {
            throw new EOFException("the server closed the connection inside a message");
        }
        return octets;
    }

    /// Octets up to a line with a single dot, the dots that were put before others removed (RFC 1939 §3).
    byte[] dotted() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean lineBegins = true;
        int last = 0;
        while (true) {
            int octet = in.read();
            if (lineBegins && octet == '.') {
                octet = in.read();
                if (octet == '\r') {
                    in.read();
                    return out.toByteArray();
                }
            }
            if (octet < 0) {
                throw new EOFException("the server closed the connection inside a message");
            }
            out.write(octet);
            lineBegins = last == '\r' && octet == '\n';
            last = octet;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
