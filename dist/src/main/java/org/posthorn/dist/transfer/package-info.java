/// Mail outside the store: letters read from mbox, Maildir and eml files, written to them, and framed for the way
/// through the admin listener. Knows no store but its flags; memory is bounded by a line's segment, whatever the
/// source.
///
/// - RFC 4155 (mbox): part, read by its `From ` lines, in the mboxrd manner of quoting
package org.posthorn.dist.transfer;
