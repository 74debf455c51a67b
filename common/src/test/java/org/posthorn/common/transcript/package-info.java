/// Conversations as text files, played against a server: the tests of the protocol modules and of the whole server.
package org.posthorn.common.transcript;
