/// What the server says while it runs: one line per event, `time level event key=value…`.
package org.posthorn.dist.log;
