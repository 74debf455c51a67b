package org.posthorn.common.mime;

import java.util.List;
import java.util.Optional;

/// One body part (RFC 2045, RFC 2046). Offsets count bytes from the message's first one:
///
///     headerStart … bodyStart   the header fields and the empty line that ends them
///     bodyStart   … bodyEnd     the body; the CRLF before a boundary belongs to the boundary
///
/// @param lines       lines of the body (a last one without CRLF counts), as BODYSTRUCTURE wants them
/// @param type        as declared, else the default: `text/plain; charset=us-ascii`, in a digest
/// `message/rfc822`
/// @param encoding    Content-Transfer-Encoding as declared, upper case, else `7BIT`
/// @param id          Content-ID, as written and unfolded
/// @param description Content-Description, as written and unfolded
/// @param children    of a multipart its parts; of `message/rfc822` and `message/global` just one, the
/// message; else none
/// @param envelope    of a part that is a message (the root, the child of `message/rfc822`): its fields
public record Part(
        long headerStart,
        long bodyStart,
        long bodyEnd,
        long lines,
        ContentType type,
        String encoding,
        Optional<String> id,
        Optional<String> description,
        Optional<String> md5,
        Optional<ContentDisposition> disposition,
        List<String> language,
        Optional<String> location,
        List<Part> children,
        Optional<Envelope> envelope) {

    /// Octets of the body as it is encoded.
    public long bodySize() {
        return bodyEnd - bodyStart;
    }
}
