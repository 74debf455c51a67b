package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FieldFilterTest {
    private static final String HEADER = """
        From me Mon
        Subject: a
         folded
        subject : b
        Date:c
        no field
        X-Long: d

        """.replace("\n", "\r\n");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SUBJECT | false | Subject: a/ folded/subject : b//",
                "date | false | Date:c/no field//",
                "Subj | false | /",
                "subject,date | true | From me Mon/X-Long: d//",
                "x | true | From me Mon/Subject: a/ folded/subject : b/Date:c/no field/X-Long: d//",
            })
    void passesFieldsWhereverChunksEnd(String names, boolean others, String expected) throws Exception {
        byte[] bytes = HEADER.getBytes(StandardCharsets.US_ASCII);
        for (int size = 1; size <= bytes.length; size++) {
            var out = new Written();
            var filter = new FieldFilter(List.of(names.split(",")), others, out::bytes);
            for (int at = 0; at < bytes.length; at += size) {
                filter.accept(ByteBuffer.wrap(bytes, at, Math.min(size, bytes.length - at)));
            }
            filter.finish();
            assertEquals(expected, out.toString().replace("\r\n", "/"), "in chunks of " + size);
        }
    }
}
