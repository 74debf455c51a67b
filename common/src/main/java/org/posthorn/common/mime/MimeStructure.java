package org.posthorn.common.mime;

/// The structure of one message: its part tree, every part with its place in the bytes.
///
/// @param root the message itself as a part: its header is the message's header
public record MimeStructure(Part root) {}
