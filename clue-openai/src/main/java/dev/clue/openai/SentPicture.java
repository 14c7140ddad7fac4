package dev.clue.openai;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The image of a look: what is sent, and whether the server has it. May be used by several threads at once.
 *
 * @param picture the image
 * @param name what the server may call it; nobody else can know the name, so nobody else's image answers to it
 * @param there whether an answer has shown that the server has it under that name
 * @param answered whether a question about it has been answered: from then on the server need not encode it anew
 */
record SentPicture(Picture picture, String name, AtomicBoolean there, AtomicBoolean answered) {

    /** One that was not sent yet. */
    SentPicture(Picture picture, String name) {
        this(picture, name, new AtomicBoolean(), new AtomicBoolean());
    }
}
