/// The command `posthorn`: [org.posthorn.dist.Posthorn] is where the process begins.
///
/// Below it: `cli` (the commands), `server` (the whole server wired together), `admin` (managing it, here
/// or over HTTP), `log`, and `quickstart`.
package org.posthorn.dist;
