package org.posthorn.dist.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.atomic.AtomicLong;

/// What lies where in the data folder.
///
///     store/        the mail store
///     tls/          the self-signed certificate and its key, when none is configured
///     import/       what imports have brought in already, a file for each account
///     run/          what a running server leaves for the command line
public record DataFolder(Path path) {

    public Path store() {
        return path.resolve("store");
    }

    /// Of the self-signed certificate.
    public Path certificate() {
        return path.resolve("tls/chain.pem");
    }

    Path key() {
        return path.resolve("tls/key.pem");
    }

    public Path imports() {
        return path.resolve("import");
    }

    /// @see org.posthorn.dist.admin.RunFile
    public Path runFile() {
        return path.resolve("run/admin.json");
    }

    /// Makes the folder and what it must hold, for its owner's eyes only, unless it is there.
    ///
    /// @throws StartRefused it can't be made or written
    public void prepare() throws StartRefused {
        try {
            for (Path folder : new Path[] {path, path.resolve("tls"), path.resolve("run")}) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            // The folder may be there and be somebody else's: only writing shows whether it can be written.
            Path probe = Files.createTempFile(path, "writable", ".tmp");
            Files.delete(probe);
        } catch (FileAlreadyExistsException file) {
            throw new StartRefused(
                    file.getFile() + " is no folder; set data in the configuration to a folder for the mail");
        } catch (AccessDeniedException denied) {
            throw new StartRefused("the data folder " + path + " is not writable for user "
                    + System.getProperty("user.name") + "; change its owner, or set data to another folder");
        } catch (IOException failed) {
            throw new StartRefused("the data folder " + path + " can't be made or written (" + reason(failed)
                    + "); set data in the configuration to another folder, or make this one writable");
        }
    }

    /// How much the store takes on the disk now. Files that go away while they are counted count nothing.
    public long storeBytes() {
        AtomicLong sum = new AtomicLong();
        try {
            Files.walkFileTree(store(), new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    sum.addAndGet(attributes.size());
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException gone) {
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        return sum.get();
    }

    private static String reason(IOException failed) {
        String message = String.valueOf(failed.getMessage());
        return message.substring(message.lastIndexOf(": ") + 1).strip();
    }
}
