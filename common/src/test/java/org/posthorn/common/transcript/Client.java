package org.posthorn.common.transcript;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that sends bytes and reads CRLF lines: of a play, or of a test that writes its own conversation.
/// Lines are UTF-8. Not thread-safe.
public final class Client implements AutoCloseable {
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    public Client(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(10_000);
        socket.setTcpNoDelay(true);
        plain();
    }

    public static Client connect(java.net.InetSocketAddress address) throws IOException {
        return new Client(new Socket(address.getAddress(), address.getPort()));
    }

    public void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    /// Sends text in UTF-8, as it is.
    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.UTF_8));
    }

    /// The next line without its CRLF; null at the end of the connection.
    public String receive() throws IOException {
        var line = new ByteArrayOutputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    var text = line.toString(StandardCharsets.UTF_8);
                    return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text + "<bare LF>";
                }
                line.write(b);
            }
        } catch (SocketException _) {
            return null; // reset: the server closed with our bytes unread
        }
        return line.size() == 0 ? null : line.toString(StandardCharsets.UTF_8) + "<no CRLF>";
    }

    /// Exactly so many bytes.
    public byte[] receive(int length) throws IOException {
        var bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new IOException("the connection ended after " + bytes.length + " of " + length + " bytes");
        }
        return bytes;
    }

    /// Goes on under TLS, whatever the certificate.
    public void startTls() throws IOException {
        var tls = (SSLSocket) trustAll()
                .getSocketFactory()
                .createSocket(socket, socket.getInetAddress().getHostAddress(), socket.getPort(), true);
        tls.startHandshake();
        socket = tls;
        plain();
    }

    /// Goes on compressed in both directions (RFC 4978).
    public void compress() throws IOException {
        // A byte at a time, so that what stands behind the compressed bytes is left where it is.
        in = new InflaterInputStream(in, new Inflater(true), 1);
        out = new DeflaterOutputStream(out, new Deflater(Deflater.DEFAULT_COMPRESSION, true), true);
    }

    /// Goes on as before [#compress()], behind the end that the server's compressed bytes must have.
    public void decompress() throws IOException {
        int more = in.read();
        if (more >= 0) {
            throw new IOException("byte " + more + " where the compressed bytes should end");
        }
        plain();
    }

    private void plain() throws IOException {
        in = new BufferedInputStream(socket.getInputStream(), 65_536);
        out = socket.getOutputStream();
    }

    /// A client context that takes any certificate: tests talk to servers with self-signed ones.
    public static SSLContext trustAll() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new TakesAny()}, new SecureRandom());
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TakesAny implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String authType) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
