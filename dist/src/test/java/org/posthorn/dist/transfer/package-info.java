/// Mail in files, and the way there and back.
package org.posthorn.dist.transfer;
