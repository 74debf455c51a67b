/// The one way down to the disk: an ordered key-value seam ([Engine]), what a change is at that seam ([Batch]), group
/// commit ([Committer]), and the layout of keys ([Keys]). [BackupFolder] is where copies go.
/// RocksDB is seen in this package and nowhere else.
package org.posthorn.storage.engine;
