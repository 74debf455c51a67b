/// Messages as they are kept, placed and brought in.
///
/// | RFC | |
/// |---|---|
/// | 8514 (SAVEDATE) | whole, as far as the store goes |
/// | 8474 (EMAILID) | whole, as far as the store goes |
package org.posthorn.storage.message;
