package org.posthorn.storage.annotation;

/// How far below a name entries are asked for (RFC 5464 §4.2.2).
public enum Depth {
    ITSELF,
    CHILDREN,
    ALL
}
