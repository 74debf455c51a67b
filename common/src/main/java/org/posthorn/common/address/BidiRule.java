package org.posthorn.common.address;

import static org.posthorn.common.address.AddressReader.wrong;

/// The Bidi rule of RFC 5893 §2 for one label: text that runs both ways must still read in one order.
final class BidiRule {

    private BidiRule() {}

    static void check(String label, int at) {
        int[] points = label.codePoints().toArray();
        boolean rightToLeft = false;
        for (int point : points) {
            rightToLeft |= isRightToLeft(Character.getDirectionality(point));
            rightToLeft |= Character.getDirectionality(point) == Character.DIRECTIONALITY_ARABIC_NUMBER;
        }
        if (rightToLeft && !isOrdered(points)) {
            throw wrong("a domain's label mixes directions of writing", at);
        }
    }

    private static boolean isOrdered(int[] points) {
        // Rule 1: it begins with a letter that runs from right to left; one that runs the other way can't hold any.
        if (!isRightToLeft(Character.getDirectionality(points[0]))) {
            return false;
        }
        boolean european = false;
        boolean arabic = false;
        boolean endsWell = false;
        for (int point : points) {
            switch (Character.getDirectionality(point)) {
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC ->
                    endsWell = true;
                case Character.DIRECTIONALITY_EUROPEAN_NUMBER -> endsWell = european = true;
                case Character.DIRECTIONALITY_ARABIC_NUMBER -> endsWell = arabic = true;
                case Character.DIRECTIONALITY_EUROPEAN_NUMBER_SEPARATOR,
                        Character.DIRECTIONALITY_COMMON_NUMBER_SEPARATOR,
                        Character.DIRECTIONALITY_EUROPEAN_NUMBER_TERMINATOR,
                        Character.DIRECTIONALITY_OTHER_NEUTRALS,
                        Character.DIRECTIONALITY_BOUNDARY_NEUTRAL -> endsWell = false;
                case Character.DIRECTIONALITY_NONSPACING_MARK -> {} // Rule 3: marks follow what ends the label.
                default -> {
                    return false; // Rule 2.
                }
            }
        }
        return endsWell && !(european && arabic); // Rules 3 and 4.
    }

    private static boolean isRightToLeft(byte direction) {
        return direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT
                || direction == Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC;
    }
}
