/// Runs the packaged tree as an operator does: the real launcher, real processes, real exit codes.
///
/// [org.posthorn.dist.process.ServerProcess] is a server that was started that way;
/// [org.posthorn.dist.process.Installation] runs single commands.
package org.posthorn.dist.process;
