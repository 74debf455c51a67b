package org.posthorn.common.mime;

/// A place in a message.
///
/// @param offset   bytes before it
/// @param lineEnds LFs before it
/// @param inLine   whether it stands behind the last byte of a line, but before that line's end
record Place(long offset, long lineEnds, boolean inLine) {

    static final Place START = new Place(0, 0, false);

    /// Lines from an earlier place to this one; a last one without its line end counts.
    long linesSince(Place start) {
        return Math.max(0, lineEnds - start.lineEnds) + (inLine && offset > start.offset ? 1 : 0);
    }
}
