package dev.clue.image;

/**
 * A rectangle in pixels of an image, x to the right, y down; left and top belong to it, right and bottom do not.
 *
 * @param left first column
 * @param top first row
 * @param right column after the last, greater than {@code left}
 * @param bottom row after the last, greater than {@code top}
 */
public record Box(int left, int top, int right, int bottom) {

    /** @throws IllegalArgumentException if the rectangle is empty */
    public Box {
        if (right <= left || bottom <= top) {
            throw new IllegalArgumentException("empty box: " + left + "," + top + " to " + right + "," + bottom);
        }
    }

    /** Columns. */
    public int width() {
        return right - left;
    }

    /** Rows. */
    public int height() {
        return bottom - top;
    }

    /** Pixels. */
    public long area() {
        return (long) width() * height();
    }

    /** The smallest box around both. */
    public Box union(Box other) {
        return new Box(
                Math.min(left, other.left),
                Math.min(top, other.top),
                Math.max(right, other.right),
                Math.max(bottom, other.bottom));
    }

    /** Whether the two share a pixel. */
    public boolean overlaps(Box other) {
        return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
}
