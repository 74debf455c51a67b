/// P4 on the packaged server: what was accepted comes back, bit for bit.
package org.posthorn.dist.bytes;
