package org.posthorn.smtp.receive;

import java.time.Clock;
import org.posthorn.storage.MailStore;

/// What every message of a listener is received with.
public record Reception(MailStore store, Terms terms, Clock clock) {}
