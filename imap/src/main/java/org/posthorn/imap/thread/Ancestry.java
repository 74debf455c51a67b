package org.posthorn.imap.thread;

import java.util.Arrays;

/// Who replied to whom: the first three steps of REFERENCES (RFC 5256 §3). Each Message-ID that was met is a node;
/// those without a message are dummies.
///
/// Whether a link would close a loop is found out by walking up from the new parent. Mail that was made to be
/// slow, long threads that arrive backwards and piecemeal, makes such walks long: they have a budget, and
/// when it is spent, links of nodes that have children are left out. So are references to unknown messages
/// when there are too many of them. Not thread-safe.
final class Ancestry {
    private static final int NONE = -1;
    private static final int DUMMIES = 1_000_000;
    private static final long STEPS = 20_000_000;

    private final Fingerprints ids = new Fingerprints();
    private final int[] nodeOf;
    private final int mostDummies;
    private int messages;
    private int[] messageOf;
    private int[] parent;
    private int[] children;
    private int nodes;
    private long steps = STEPS;

    Ancestry(int most) {
        nodeOf = new int[most];
        mostDummies = most + DUMMIES;
        int room = 2 * most + 16;
        messageOf = new int[room];
        parent = new int[room];
        children = new int[room];
    }

    /// The next message, in the order of the mailbox; numbered from 0.
    ///
    /// @param identified whether it has a Message-ID
    /// @param id         its fingerprint
    /// @param references the fingerprints of what it refers to, the oldest first
    /// @param count      how many there are
    void add(boolean identified, long id, long[] references, int count) {
        int self = own(identified, id);
        int before = NONE;
        for (int i = 0; i < count; i++) { // step 1 A
            int node = node(references[i]);
            if (node != NONE) {
                if (before != NONE && parent[node] == NONE) {
                    link(before, node);
                }
                before = node;
            }
        }
        if (parent[self] != NONE) { // step 1 B
            children[parent[self]]--;
            parent[self] = NONE;
        }
        if (before != NONE) {
            link(before, self);
        }
    }

    /// The node of its Message-ID; one of its own where it has none, or another message has the same.
    private int own(boolean identified, long id) {
        int node = identified ? ids.find(id) : NONE;
        if (node == NONE || messageOf[node] != NONE) {
            boolean taken = node != NONE;
            node = newNode();
            if (identified && !taken) {
                ids.put(id, node);
            }
        }
        messageOf[node] = messages;
        nodeOf[messages++] = node;
        return node;
    }

    private int node(long id) {
        int node = ids.find(id);
        if (node == NONE && nodes - messages < mostDummies) {
            node = newNode();
            ids.put(id, node);
        }
        return node;
    }

    private int newNode() {
        if (nodes == parent.length) {
            int room = nodes + nodes / 2;
            messageOf = Arrays.copyOf(messageOf, room);
            parent = Arrays.copyOf(parent, room);
            children = Arrays.copyOf(children, room);
        }
        messageOf[nodes] = NONE;
        parent[nodes] = NONE;
        return nodes++;
    }

    private void link(int above, int below) {
        if (!isAbove(below, above)) {
            parent[below] = above;
            children[above]++;
        }
    }

    /// Whether the first is the second, or an ancestor of it.
    private boolean isAbove(int first, int second) {
        if (first == second) {
            return true;
        }
        if (children[first] == 0) {
            return false;
        }
        for (int node = parent[second]; node != NONE; node = parent[node]) {
            if (node == first || --steps < 0) {
                return true;
            }
        }
        return false;
    }

    /// Steps 2 and 3: without dummies, but for those at the top that hold several threads together.
    Forest pruned() {
        var tops = new int[messages];
        var held = new int[nodes]; // by each dummy at the top
        for (int message = 0; message < messages; message++) {
            int above = pruned(parent[nodeOf[message]]);
            tops[message] = above;
            if (above != NONE && messageOf[above] == NONE) {
                held[above]++;
            }
        }
        var forest = new Forest(messages);
        var dummies = new int[nodes];
        for (int message = 0; message < messages; message++) {
            int above = tops[message];
            if (above == NONE) {
                forest.parent(message, Forest.ROOT);
            } else if (messageOf[above] != NONE) {
                forest.parent(message, messageOf[above]);
            } else if (held[above] == 1) {
                forest.parent(message, Forest.ROOT); // the only child takes its place
            } else {
                if (dummies[above] == 0) {
                    dummies[above] = forest.addDummy();
                }
                forest.parent(message, dummies[above]);
            }
        }
        return forest;
    }

    /// The next message above, or the dummy at the top; the way there is shorter the next time.
    private int pruned(int above) {
        int node = above;
        while (node != NONE && messageOf[node] == NONE && parent[node] != NONE) {
            int next = parent[node];
            if (messageOf[next] == NONE && parent[next] != NONE) {
                parent[node] = parent[next];
            }
            node = next;
        }
        return node;
    }
}
