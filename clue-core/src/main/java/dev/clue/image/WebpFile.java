package dev.clue.image;

import dev.clue.image.Canvas.Disposal;
import dev.clue.image.Canvas.Step;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WebP file (RFC 9649), animated or not. */
final class WebpFile implements ImageFile {

    private static final int ANIMATION_FLAG = 0x02;
    private static final int CHUNK_HEADER_BYTES = 8;
    private static final int FRAME_HEADER_BYTES = 16;
    private static final int CLEAR_FLAG = 0x01;
    private static final int REPLACE_FLAG = 0x02;
    private static final String EXIF = "Exif\0\0";

    private final ImageLimits limits;
    private final List<Frame> frames = new ArrayList<>();
    private int storedWidth;
    private int storedHeight;
    private boolean animated;
    private byte @Nullable [] icc;
    private Orientation orientation = Orientation.UPRIGHT;

    private WebpFile(ImageLimits limits) {
        this.limits = limits;
    }

    private record Frame(int left, int top, boolean over, Disposal disposal, WebpImage image) {}

    static WebpFile parse(byte[] bytes, ImageLimits limits) {
        WebpFile file = new WebpFile(limits);
        ByteReader in = new ByteReader(bytes);
        in.skip(4);
        ByteReader riff = in.part(in.u32le());
        riff.skip(4);
        file.parse(riff);
        return file;
    }

    private void parse(ByteReader riff) {
        WebpImage.Parts still = new WebpImage.Parts();
        while (riff.remaining() >= CHUNK_HEADER_BYTES) {
            String type = riff.fourCc();
            ByteReader content = chunk(riff);
            switch (type) {
                case "VP8X" -> extended(content);
                case "ICCP" -> icc = content.take(content.remaining());
                case "EXIF" -> exif(content);
                case "ANMF" -> frame(content);
                default -> still.add(type, content);
            }
        }
        if (!animated && still.isImage()) {
            WebpImage image = still.image();
            if (storedWidth == 0) {
                storedWidth = image.width();
                storedHeight = image.height();
                limits.checkSize(storedWidth, storedHeight);
            }
            if (image.width() != storedWidth || image.height() != storedHeight) {
                throw Refusal.damaged("its header contradicts itself");
            }
            frames.add(new Frame(0, 0, false, Disposal.KEEP, image));
        }
        if (frames.isEmpty()) {
            throw Refusal.damaged("it has no image data");
        }
    }

    private static ByteReader chunk(ByteReader in) {
        long length = in.u32le();
        ByteReader content = in.part(length);
        if ((length & 1) == 1 && in.remaining() > 0) {
            in.skip(1);
        }
        return content;
    }

    private void extended(ByteReader content) {
        animated = (content.u8() & ANIMATION_FLAG) != 0;
        content.skip(3);
        storedWidth = content.u24le() + 1;
        storedHeight = content.u24le() + 1;
        limits.checkSize(storedWidth, storedHeight);
    }

    private void exif(ByteReader content) {
        if (content.startsWith(EXIF)) {
            content.skip(EXIF.length());
        }
        orientation = Orientation.of(content.take(content.remaining()));
    }

    private void frame(ByteReader content) {
        if (!animated || content.remaining() < FRAME_HEADER_BYTES) {
            throw Refusal.damaged("it has a frame that it should not have");
        }
        int left = 2 * content.u24le();
        int top = 2 * content.u24le();
        int width = content.u24le() + 1;
        int height = content.u24le() + 1;
        content.skip(3);
        int flags = content.u8();
        if (left + width > storedWidth || top + height > storedHeight) {
            throw Refusal.damaged("a frame lies outside the image");
        }
        WebpImage.Parts parts = new WebpImage.Parts();
        while (content.remaining() >= CHUNK_HEADER_BYTES) {
            String type = content.fourCc();
            parts.add(type, chunk(content));
        }
        WebpImage image = parts.image();
        if (image.width() != width || image.height() != height) {
            throw Refusal.damaged("a frame's header contradicts itself");
        }
        Disposal disposal = (flags & CLEAR_FLAG) != 0 ? Disposal.CLEAR : Disposal.KEEP;
        frames.add(new Frame(left, top, (flags & REPLACE_FLAG) == 0, disposal, image));
        limits.checkFrames(frames.size(), storedWidth, storedHeight);
    }

    @Override
    public int width() {
        return orientation.width(storedWidth, storedHeight);
    }

    @Override
    public int height() {
        return orientation.height(storedWidth, storedHeight);
    }

    @Override
    public int frameCount() {
        return frames.size();
    }

    @Override
    public Iterator<RgbImage> frames() {
        @Nullable ColorProfile profile = ColorProfile.of(icc, 3).orElse(null);
        if (!animated) {
            return List.of(decode(frames.getFirst(), profile).flatten(orientation))
                    .iterator();
        }
        return Canvas.show(storedWidth, storedHeight, orientation, frames.size(), index -> {
            Frame frame = frames.get(index);
            return new Step(decode(frame, profile), frame.left(), frame.top(), frame.over(), frame.disposal());
        });
    }

    private static Pixels decode(Frame frame, @Nullable ColorProfile profile) {
        Pixels pixels = frame.image().decode();
        return profile == null ? pixels : profile.over(pixels);
    }
}
