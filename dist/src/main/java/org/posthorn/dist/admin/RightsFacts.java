package org.posthorn.dist.admin;

/// What somebody may do with a mailbox, in the letters of IMAP's SETACL.
public record RightsFacts(String identifier, String rights) {}
