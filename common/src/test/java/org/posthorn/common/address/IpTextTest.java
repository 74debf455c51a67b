package org.posthorn.common.address;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;

class IpTextTest {

    /// RFC 5952 §1 to §4.
    @Test
    void oneFormForEachAddress() {
        var forms = Map.of(
                "192.0.2.1", "192.0.2.1",
                "2001:db8:0:0:0:0:2:1", "2001:db8::2:1",
                "2001:0DB8::AAAA", "2001:db8::aaaa",
                "2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1",
                "2001:0:0:1:0:0:0:1", "2001:0:0:1::1",
                "2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1",
                "0:0:0:0:0:0:0:0", "::",
                "0:0:0:0:0:0:0:1", "::1",
                "fe80:0:0:0:0:0:0:0", "fe80::");
        forms.forEach((written, form) -> assertEquals(form, IpText.of(InetAddress.ofLiteral(written))));
    }
}
