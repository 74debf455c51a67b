/// Messages as they are kept, placed and brought in. A message is parsed once, while it arrives
/// ([org.posthorn.storage.message.ParsedMessage]); what is read later is slices of its record
/// ([org.posthorn.storage.message.StoredMessage]).
///
/// | RFC | |
/// |---|---|
/// | 8514 (SAVEDATE) | whole, as far as the store goes |
/// | 8474 (EMAILID, THREADID) | whole, as far as the store goes |
/// | 8970 (PREVIEW) | whole, as far as the store goes |
/// | 5256 (what sorting and threading look at) | part: stored, nobody asks yet |
package org.posthorn.storage.message;
