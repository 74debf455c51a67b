package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

class UidsTest {

    @Test
    void reachesTheLastUid() {
        var uids = Uids.of(1, 2, 3, 5, 0xffff_ffffL, 0x8000_0000L);
        assertEquals("1:3,5,2147483648,4294967295", uids.toString());
        assertEquals(0xffff_ffffL, uids.last());
        assertEquals(0xffff_ffffL, uids.at(6));
        assertEquals(5, uids.rank(0x8000_0000L));
        assertEquals(4, uids.rank(0x7fff_ffffL));
        assertEquals(6, uids.rank(Long.MAX_VALUE));
        assertFalse(uids.contains(0x1_0000_0001L));
        assertEquals(Uids.MAX, Uids.range(1, Uids.MAX).last());
        assertTrue(Uids.range(2, 1).isEmpty());
    }

    @Test
    void refusesWhatIsNoUid() {
        assertThrows(IllegalArgumentException.class, () -> Uids.of(0));
        assertThrows(IllegalArgumentException.class, () -> Uids.of(1L << 32));
        assertThrows(IndexOutOfBoundsException.class, () -> Uids.of(4).at(2));
    }

    @Test
    void isTheSetThatATreeSetIs() {
        for (int seed = 0; seed < 200; seed++) {
            var random = new Random(seed);
            var a = some(random);
            var b = some(random);
            var and = new TreeSet<>(a);
            and.retainAll(b);
            var or = new TreeSet<>(a);
            or.addAll(b);
            var minus = new TreeSet<>(a);
            minus.removeAll(b);
            var xor = new TreeSet<>(or);
            xor.removeAll(and);
            assertEquals(List.copyOf(and), list(uids(a).and(uids(b))));
            assertEquals(List.copyOf(or), list(uids(a).or(uids(b))));
            assertEquals(List.copyOf(minus), list(uids(a).minus(uids(b))));
            assertEquals(List.copyOf(xor), list(uids(a).xor(uids(b))));
            var sorted = List.copyOf(a);
            for (int i = 0; i < sorted.size(); i++) {
                assertEquals(sorted.get(i), uids(a).at(i + 1));
                assertEquals(i + 1, uids(a).rank(sorted.get(i)));
            }
            var out = new BytesWriter();
            uids(a).writeTo(out);
            assertEquals(uids(a), Uids.readFrom(new BytesReader(out.toBytes())));
        }
    }

    @Test
    void sharesWhatDoesNotChange() {
        var uids = Uids.range(1, 10);
        assertSame(uids, uids.or(Uids.NONE));
        assertSame(uids, uids.minus(Uids.NONE));
        assertSame(Uids.NONE, uids.minus(uids));
    }

    private static TreeSet<Long> some(Random random) {
        var set = new TreeSet<Long>();
        int count = random.nextInt(100);
        long bound = random.nextBoolean() ? 150 : Uids.MAX;
        for (int i = 0; i < count; i++) {
            set.add(1 + random.nextLong(bound));
        }
        return set;
    }

    private static Uids uids(TreeSet<Long> set) {
        var builder = new UidsBuilder();
        set.forEach(builder::add);
        return builder.build();
    }

    private static List<Long> list(Uids uids) {
        var list = new ArrayList<Long>();
        uids.iterator().forEachRemaining((long uid) -> list.add(uid));
        return list;
    }
}
