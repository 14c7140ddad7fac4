package dev.clue.probe;

import dev.clue.image.RgbImage;
import dev.clue.probe.ProbeImages.Painter;
import java.util.List;

/**
 * A place that is drawn so plainly that whoever sees anything tells it from the others: each statement is true of its own
 * image and of no other. Settings are what models of photographs and those of pictograms should both know; of real models
 * only the bundled one was asked.
 *
 * @param statement what is true of this place alone
 * @param image the place
 */
record Place(String statement, RgbImage image) {

    /** All of them, no two alike. */
    static final List<Place> ALL = List.of(
            drawn("it is night", Place::night),
            drawn("the picture shows a beach", Place::beach),
            drawn("the picture shows snow", Place::snow),
            drawn("the picture shows a street", Place::street),
            drawn("the picture shows a room", Place::room),
            drawn("the picture shows grass", Place::meadow));

    private static final int SIDE = ProbeImages.SIDE;
    private static final int HORIZON = 80;

    private static Place drawn(String statement, Painter painter) {
        return new Place(statement, ProbeImages.drawn(painter));
    }

    private static int night(int x, int y) {
        if (y > 195) {
            return 0x101e1c;
        }
        if (isInDisc(x, y, 165, 42, 20)) {
            return 0xf0eed2;
        }
        return isSpeck(x, y, 14, 1) ? 0xf5f5e1 : mix(0x080a28, 0x1e2254, y, SIDE);
    }

    private static int beach(int x, int y) {
        int shore = 118 + wave(x);
        if (y < HORIZON) {
            return isInDisc(x, y, 45, 30, 13) ? 0xffe15a : sky(y);
        }
        if (y < shore - 4) {
            return 0x2d8cc8;
        }
        if (y < shore) {
            return 0xf5fafc;
        }
        return isSpeck(x, y, 16, 1) ? 0xbeab80 : 0xeed6a0;
    }

    private static int snow(int x, int y) {
        boolean ground = y > HORIZON + 25 - wave(x / 2) * 2;
        if (isSpeck(x, y, 15, 2)) {
            return ground ? 0xd6e2f0 : 0xffffff;
        }
        return ground ? 0xf3f7fc : mix(0xa5b9cd, 0xd7e1eb, y, HORIZON + 25);
    }

    private static int street(int x, int y) {
        int house = x / 45;
        int roof = 22 + house * 37 % 28;
        if (y < 100) {
            boolean window = x % 45 > 6 && x % 11 < 6 && (y - roof) % 14 > 5 && y < 92;
            int wall = house % 2 == 0 ? 0xafa5a0 : 0xbeaa96;
            return y < roof || x % 45 < 2 ? sky(y) : window ? 0x7a7370 : wall;
        }
        if (y < 111) {
            return 0xbebcb6;
        }
        return Math.abs(y - 167) < 3 && x % 42 < 24 ? 0xeeeee4 : 0x52545a;
    }

    private static int room(int x, int y) {
        int floor = 150;
        if (y >= floor) {
            double depth = 0.6 + 0.4 * (y - floor) / (SIDE - floor);
            double board = (x - SIDE / 2.0) / depth / 28;
            return board - Math.floor(board) < 0.06 ? 0x785234 : 0xa06e46;
        }
        return y >= floor - 5 ? 0xfffadc : x / 18 % 2 == 0 ? 0xf0e6c8 : 0xe4dabc;
    }

    private static int meadow(int x, int y) {
        if (y < HORIZON) {
            return sky(y);
        }
        return isSpeck(x, y - x % 3 * 2, 11, 2) ? 0x548c3c : 0x69af4b;
    }

    private static int sky(int y) {
        return mix(0x5aaaf0, 0xbee1fa, y, SIDE);
    }

    private static int wave(int x) {
        return (int) Math.round(3 * Math.sin(x / 9.0));
    }

    private static boolean isInDisc(int x, int y, int atX, int atY, int radius) {
        int dx = x - atX;
        int dy = y - atY;
        return dx * dx + dy * dy < radius * radius;
    }

    /** A small spot somewhere in each cell of a grid. */
    private static boolean isSpeck(int x, int y, int cell, int radius) {
        int column = Math.floorDiv(x, cell);
        int row = Math.floorDiv(y, cell);
        int somewhere = Math.floorMod((column * 7919 + row * 104_729) * 31 + 17, 9973);
        int atX = column * cell + radius + somewhere % (cell - 2 * radius);
        int atY = row * cell + radius + somewhere / 13 % (cell - 2 * radius);
        return Math.abs(x - atX) < radius && Math.abs(y - atY) < radius;
    }

    private static int mix(int top, int bottom, int at, int of) {
        int mixed = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int from = (top >> shift) & 0xff;
            int to = (bottom >> shift) & 0xff;
            mixed |= (from + (to - from) * at / of) << shift;
        }
        return mixed;
    }
}
