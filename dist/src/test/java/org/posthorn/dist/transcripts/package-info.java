/// The conversations of the protocol modules' own tests, played with the packaged server, where they can be under TLS.
package org.posthorn.dist.transcripts;
