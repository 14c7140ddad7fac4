package dev.clue.onnx;

/** The best box of one query of a detector; edges in pixels of the image, perhaps outside it. */
record Found(double score, double left, double top, double right, double bottom) {

    double area() {
        return (right - left) * (bottom - top);
    }

    /** The same box where the image lies so many pixels further to the right and down. */
    Found moved(int x, int y) {
        return new Found(score, left + x, top + y, right + x, bottom + y);
    }
}
