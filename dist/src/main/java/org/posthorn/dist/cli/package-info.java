/// The command line: a class for each command, thin over [org.posthorn.dist.admin.Administration].
///
/// Commands throw; [org.posthorn.dist.cli.PosthornCommand] alone decides what an operator reads and the exit
/// code: 0 done, 1 failed, 2 usage.
///
/// - RFC 4180 §2 (CSV): part, no line breaks inside fields
package org.posthorn.dist.cli;
