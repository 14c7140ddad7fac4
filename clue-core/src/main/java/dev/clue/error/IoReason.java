package dev.clue.error;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file could not be used, in words: the JDK's messages are often nothing but the file's name. */
public final class IoReason {

    private IoReason() {}

    /** A few words without the file's name, to stand after it. */
    public static String of(IOException problem) {
        return switch (problem) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file or folder";
            case FileSystemException named when named.getReason() != null -> named.getReason();
            default -> String.valueOf(problem.getMessage());
        };
    }
}
