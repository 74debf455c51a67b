/// P8 on the packaged server: what can't be done says in one line what to do about it.
package org.posthorn.dist.refusal;
