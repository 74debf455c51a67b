package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.Refused;

/// The ladder of failures.
class FailureTest {

    @Test
    void everyRefusalOfTheStoreHasItsReply() {
        var codes = new EnumMap<Refused.Why, String>(Refused.Why.class);
        for (var why : Refused.Why.values()) {
            codes.put(why, Pop3Session.refusal(why).code());
        }
        assertEquals(
                Map.of(
                        Refused.Why.NOT_FOUND, "",
                        Refused.Why.EXISTS, "SYS/TEMP",
                        Refused.Why.FORBIDDEN, "SYS/TEMP",
                        Refused.Why.NO_PERMISSION, "SYS/TEMP",
                        Refused.Why.OVER_QUOTA, "SYS/TEMP",
                        Refused.Why.TOO_BIG, "SYS/TEMP",
                        Refused.Why.IN_USE, "SYS/TEMP",
                        Refused.Why.DISK_FULL, "SYS/TEMP",
                        Refused.Why.UNAVAILABLE, "SYS/TEMP",
                        Refused.Why.DAMAGED, "SYS/PERM"),
                codes);
    }
}
