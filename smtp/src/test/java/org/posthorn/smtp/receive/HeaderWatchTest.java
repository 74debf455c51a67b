package org.posthorn.smtp.receive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderWatchTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        '' | 0 false false
        Date: x| 0 true false
        DATE : x~message-id:<a>~~ | 0 true true
        Received: a~Received: b~ Date: folded~received: c~~Received: in the body~Date: x~ | 3 false false
        Xdate: y~Dates: z~Dat: w~Message-IDs: <a>~X-Message-ID: <a>~~| 0 false false
        ~Date: in the body~ | 0 false false
        no field at all~Date: x~~ | 0 true false
        From: a:Date: b~~Date: c~~ | 0 false false
         folded first~Date: x~~ | 0 true false
        :~Date: x~ | 0 true false
        """)
    void findsTheFieldsOfTheHeaderOnly(String message, String expected) {
        var bytes = message.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        for (int split = 0; split <= bytes.length; split++) {
            var watch = new HeaderWatch();
            watch.accept(ByteBuffer.wrap(bytes, 0, split));
            watch.accept(ByteBuffer.wrap(bytes, split, bytes.length - split));
            assertEquals(
                    expected,
                    watch.received() + " " + watch.hasDate() + " " + watch.hasMessageId(),
                    "split at " + split);
        }
    }
}
