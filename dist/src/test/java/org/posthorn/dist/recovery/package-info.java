/// Deleted mail comes back through the packaged server.
package org.posthorn.dist.recovery;
