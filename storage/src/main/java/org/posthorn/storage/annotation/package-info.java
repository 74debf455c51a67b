/// Annotations: texts and octets that clients attach to mailboxes and to the server, by name.
/// [org.posthorn.storage.Annotations] reads and sets them.
///
/// | RFC | |
/// |---|---|
/// | 5464 (METADATA: names, private and shared, limits) | whole, as far as the store goes |
/// | 6154 §4 (special use as an annotation) | whole |
package org.posthorn.storage.annotation;
