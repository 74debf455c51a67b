/// The first five minutes: a server with two accounts on loopback, and a real message through it.
package org.posthorn.dist.quickstart;
