package dev.clue.image;

import dev.clue.image.Canvas.Disposal;
import dev.clue.image.Canvas.Step;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * A PNG file (W3C PNG, third edition), animated or not. The JDK decodes one frame at a time, wrapped as a PNG of its
 * own without any metadata.
 */
final class PngFile implements ImageFile {

    private static final int SIGNATURE_BYTES = 8;
    private static final int HEADER_BYTES = 13;
    private static final int FRAME_CONTROL_BYTES = 26;
    private static final int SEQUENCE_BYTES = 4;
    private static final int LONGEST_PROFILE_NAME = 79;

    /** Chunks whose checksum must be right, because they decide what the image looks like. */
    private static final Set<String> CHECKED = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND", "acTL", "fcTL", "fdAT");

    private final byte[] bytes;
    private final ImageLimits limits;
    private final List<PngFrame> frames = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private @Nullable PngHeader header;
    private byte @Nullable [] palette;
    private byte @Nullable [] transparency;
    private byte @Nullable [] icc;
    private Orientation orientation = Orientation.UPRIGHT;
    private @Nullable PngFrame current;

    private PngFile(byte[] bytes, ImageLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    static PngFile parse(byte[] bytes, ImageLimits limits) {
        PngFile file = new PngFile(bytes, limits);
        file.parse();
        return file;
    }

    private void parse() {
        ByteReader in = new ByteReader(bytes);
        in.skip(SIGNATURE_BYTES);
        String type;
        do {
            long length = in.u32();
            int from = in.position();
            type = in.fourCc();
            if (header == null && !type.equals("IHDR")) {
                if (type.equals("CgBI")) {
                    throw Refusal.unsupported(
                            "the PNG is in Apple's own form for iPhones",
                            "convert it with: pngcrush -revert-iphone-optimizations IN out.png");
                }
                throw Refusal.damaged("it does not begin with a header");
            }
            ByteReader content = in.part(length);
            int to = in.position();
            long checksum = in.u32();
            if (CHECKED.contains(type)) {
                CRC32 crc = new CRC32();
                crc.update(bytes, from, to - from);
                if (crc.getValue() != checksum) {
                    throw Refusal.damaged("its part " + type + " has a wrong checksum");
                }
            }
            chunk(type, content);
        } while (!type.equals("IEND"));
        finish();
    }

    private void chunk(String type, ByteReader content) {
        switch (type) {
            case "IHDR" -> header(content);
            case "PLTE" -> palette = content.take(content.remaining());
            case "tRNS" -> transparency = content.take(content.remaining());
            case "iCCP" -> icc = profile(content);
            case "eXIf" -> orientation = Orientation.of(content.take(content.remaining()));
            case "fcTL" -> frameControl(content);
            case "IDAT" -> data(content);
            case "fdAT" -> {
                content.skip(SEQUENCE_BYTES);
                data(content);
            }
            default -> {
                if (Character.isUpperCase(type.charAt(0)) && !type.equals("IEND")) {
                    throw Refusal.damaged("it has an unknown part that matters");
                }
            }
        }
        seen.add(type);
    }

    private void header(ByteReader content) {
        if (header != null || content.remaining() != HEADER_BYTES) {
            throw Refusal.damaged("its header makes no sense");
        }
        PngHeader read = PngHeader.read(content);
        limits.checkSize(read.width(), read.height());
        header = read;
    }

    private void frameControl(ByteReader content) {
        PngHeader header = required();
        if (content.remaining() != FRAME_CONTROL_BYTES) {
            throw Refusal.damaged("a frame has a header that makes no sense");
        }
        content.skip(SEQUENCE_BYTES);
        PngFrame frame = PngFrame.control(content);
        if (frame.left + (long) frame.width > header.width() || frame.top + (long) frame.height > header.height()) {
            throw Refusal.damaged("a frame lies outside the image");
        }
        limits.checkSize(frame.width, frame.height);
        add(frame);
    }

    private void data(ByteReader content) {
        PngHeader header = required();
        if (current == null) {
            add(new PngFrame(header.width(), header.height()));
        }
        PngFrame frame = current;
        if (frame != null) {
            frame.data.add(content);
        }
    }

    private void add(PngFrame frame) {
        frames.add(frame);
        current = frame;
        limits.checkFrames(frames.size(), required().width(), required().height());
    }

    private PngHeader required() {
        PngHeader read = header;
        if (read == null) {
            throw Refusal.damaged("it has no header");
        }
        return read;
    }

    private void finish() {
        if (!seen.contains("IDAT")) {
            throw Refusal.damaged("it has no image data");
        }
        if (required().needsPalette() && palette == null) {
            throw Refusal.damaged("it has no palette");
        }
        for (PngFrame frame : frames) {
            if (frame.data.isEmpty()) {
                throw Refusal.damaged("a frame has no image data");
            }
        }
    }

    /** Inflates an ICC profile; one that is damaged or blows up beyond any profile's size is ignored. */
    private static byte @Nullable [] profile(ByteReader content) {
        int nameLength = 0;
        while (content.remaining() > 0 && content.u8() != 0) {
            nameLength++;
        }
        if (nameLength > LONGEST_PROFILE_NAME || content.remaining() < 1 || content.u8() != 0) {
            return null;
        }
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(content.take(content.remaining()));
            ByteArrayOutputStream profile = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 14];
            while (!inflater.finished() && profile.size() <= ColorProfile.MAX_BYTES) {
                int count = inflater.inflate(buffer);
                if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
                    return null;
                }
                profile.write(buffer, 0, count);
            }
            return inflater.finished() ? profile.toByteArray() : null;
        } catch (DataFormatException e) {
            return null;
        } finally {
            inflater.end();
        }
    }

    @Override
    public int width() {
        return orientation.width(required().width(), required().height());
    }

    @Override
    public int height() {
        return orientation.height(required().width(), required().height());
    }

    @Override
    public int frameCount() {
        return frames.size();
    }

    @Override
    public Iterator<RgbImage> frames() {
        PngPixels.Decoder decoder = new PngPixels.Decoder(
                required(),
                palette,
                transparency,
                ColorProfile.of(icc, required().isGray() ? 1 : 3).orElse(null));
        if (frames.size() == 1 && frames.getFirst().covers(required())) {
            return List.of(decoder.decode(frames.getFirst()).flatten(orientation))
                    .iterator();
        }
        return Canvas.show(required().width(), required().height(), orientation, frames.size(), index -> {
            PngFrame frame = frames.get(index);
            // A still image for viewers without animation comes before the animation's own first frame; and what was
            // before the first frame is nothing.
            boolean leavesNothing = index == 0 && (frame.isStill || frame.disposal == Disposal.RESTORE);
            Disposal disposal = leavesNothing ? Disposal.CLEAR : frame.disposal;
            return new Step(decoder.decode(frame), frame.left, frame.top, frame.over, disposal);
        });
    }
}
