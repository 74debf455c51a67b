package org.posthorn.imap.thread;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// RFC 5256 §3 as it is written, with an object for each message and with recursion.
final class NaiveThreads {
    private NaiveThreads() {}

    record Mail(
            int uid, long sent, long arrived, String subject, boolean reply, Optional<String> id, List<String> refs) {}

    private static final class Node {
        private final Optional<Mail> mail;
        private Optional<Node> parent = Optional.empty();
        private List<Node> children = new ArrayList<>();

        Node(Optional<Mail> mail) {
            this.mail = mail;
        }

        boolean dummy() {
            return mail.isEmpty();
        }

        Mail first() {
            return mail.orElseGet(() -> children.getFirst().first());
        }

        boolean isBelow(Node other) {
            return this == other || parent.isPresent() && parent.get().isBelow(other);
        }

        void under(Node above) {
            if (!above.isBelow(this)) {
                parent = Optional.of(above);
                above.children.add(this);
            }
        }

        void cut() {
            parent.ifPresent(above -> above.children.remove(this));
            parent = Optional.empty();
        }

        long latest() {
            long latest = mail.map(Mail::arrived).orElse(Long.MIN_VALUE);
            for (var child : children) {
                latest = Math.max(latest, child.latest());
            }
            return latest;
        }

        void sort() {
            children.forEach(Node::sort);
            children.sort(BY_DATE);
        }

        @Override
        public String toString() {
            var out = new StringBuilder(mail.map(it -> "" + it.uid()).orElse(""));
            if (children.size() == 1) {
                return out.append(' ').append(children.getFirst()).toString();
            }
            out.append(dummy() || children.isEmpty() ? "" : " ");
            children.forEach(child -> out.append('(').append(child).append(')'));
            return out.toString();
        }
    }

    private static final Comparator<Node> BY_DATE = Comparator.comparing(
                    (Node node) -> node.first().sent())
            .thenComparing(node -> node.first().uid());

    static String thread(ThreadAlgorithm algorithm, List<Mail> mails) {
        var root = algorithm == ThreadAlgorithm.ORDEREDSUBJECT ? bySubject(mails) : byReferences(mails);
        root.sort();
        if (algorithm == ThreadAlgorithm.REFERENCES) {
            merge(root);
            root.sort();
        }
        if (algorithm == ThreadAlgorithm.REFS) {
            root.children.sort(Comparator.comparing(Node::latest));
        }
        var out = new StringBuilder();
        root.children.forEach(child -> out.append('(').append(child).append(')'));
        return out.toString();
    }

    private static Node bySubject(List<Mail> mails) {
        var root = new Node(Optional.empty());
        Map<String, Node> bySubject = new HashMap<>();
        mails.stream()
                .map(mail -> new Node(Optional.of(mail)))
                .sorted(BY_DATE)
                .forEach(node -> bySubject.merge(subject(node.first()), node, (first, next) -> {
                    next.under(first);
                    return first;
                }));
        bySubject.values().forEach(node -> node.under(root));
        return root;
    }

    private static String subject(Mail mail) {
        return mail.subject().toUpperCase(Locale.ROOT);
    }

    private static Node byReferences(List<Mail> mails) {
        Map<String, Node> nodes = new HashMap<>();
        var all = new ArrayList<Node>();
        for (var mail : mails) {
            var node = new Node(Optional.of(mail));
            all.add(node);
            mail.id().ifPresent(id -> nodes.putIfAbsent(id, node));
        }
        for (var self : all) {
            Optional<Node> before = Optional.empty();
            for (String id : self.first().refs()) {
                var node = nodes.computeIfAbsent(id, _ -> new Node(Optional.empty()));
                if (before.isPresent() && node.parent.isEmpty()) {
                    node.under(before.get());
                }
                before = Optional.of(node);
            }
            self.cut();
            before.ifPresent(self::under);
        }
        var everything = new ArrayList<>(all);
        nodes.values().stream().filter(Node::dummy).forEach(everything::add);
        var root = new Node(Optional.empty());
        everything.stream().filter(node -> node.parent.isEmpty()).toList().forEach(node -> node.under(root));
        root.children = pruned(root, true);
        return root;
    }

    private static List<Node> pruned(Node above, boolean top) {
        var kept = new ArrayList<Node>();
        for (var child : above.children) {
            child.children = pruned(child, false);
            if (!child.dummy() || top && child.children.size() > 1) {
                kept.add(child);
            } else {
                kept.addAll(child.children);
            }
        }
        return kept;
    }

    private static void merge(Node root) {
        Map<String, Node> table = new HashMap<>();
        for (var node : root.children) {
            String subject = subject(node.first());
            var there = table.get(subject);
            if (there == null
                    || !there.dummy()
                            && (node.dummy()
                                    || there.first().reply() && !node.first().reply())) {
                table.put(subject, node);
            }
        }
        for (var node : List.copyOf(root.children)) {
            String subject = subject(node.first());
            var there = table.get(subject);
            if (subject.isEmpty() || there == node) {
                continue;
            }
            root.children.remove(node);
            if (node.dummy() && there.dummy()) {
                there.children.addAll(node.children);
            } else if (there.dummy() || node.first().reply() && !there.first().reply()) {
                there.children.add(node);
            } else {
                var dummy = new Node(Optional.empty());
                root.children.remove(there);
                root.children.add(dummy);
                dummy.children.add(there);
                dummy.children.add(node);
                table.put(subject, dummy);
            }
        }
    }
}
