/// The command `posthorn`: [org.posthorn.dist.Posthorn] is where the process begins.
package org.posthorn.dist;
