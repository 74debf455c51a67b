/// The bytes of messages: chunks of 64 KiB, compressed and checked one by one, so that any part of a message is read
/// without the rest and memory does not grow with it.
package org.posthorn.storage.blob;
