package org.posthorn.dist.admin;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.posthorn.storage.CheckSummary;
import org.posthorn.storage.Finding;

/// One line of a check that a server makes; all but one component are absent.
///
/// @param summary in the last line
/// @param error   in the last line: the check broke off
@JsonInclude(JsonInclude.Include.NON_NULL)
record CheckLine(Finding finding, Verified verified, CheckSummary summary, String error) {

    /// As [org.posthorn.storage.CheckListener#verified] is told.
    record Verified(long messages, long octets, long total) {
        Verified plus(long moreMessages, long moreOctets, long ofTotal) {
            return new Verified(messages + moreMessages, octets + moreOctets, ofTotal);
        }
    }

    static CheckLine of(Finding finding) {
        return new CheckLine(finding, null, null, null);
    }

    static CheckLine of(Verified verified) {
        return new CheckLine(null, verified, null, null);
    }

    static CheckLine of(CheckSummary summary) {
        return new CheckLine(null, null, summary, null);
    }

    static CheckLine failed(String error) {
        return new CheckLine(null, null, null, error);
    }
}
