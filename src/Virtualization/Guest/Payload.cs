using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What the leader was given to run: a cpio archive ("newc", as for an initial ramdisk) with the files kernel, initrd and cmdline, of which only the first must be there.</summary>
public readonly ref struct Payload
{
    private Payload(ReadOnlySpan<byte> kernel, ReadOnlySpan<byte> initialRamdisk, ReadOnlySpan<byte> commandLine)
    {
        Kernel = kernel;
        InitialRamdisk = initialRamdisk;
        CommandLine = commandLine;
    }

    /// <summary>The kernel: an arm64 Image or a flat binary.</summary>
    public ReadOnlySpan<byte> Kernel { get; }

    /// <summary>The initial ramdisk; empty if there is none.</summary>
    public ReadOnlySpan<byte> InitialRamdisk { get; }

    /// <summary>The kernel's command line, without a line end; empty if there is none.</summary>
    public ReadOnlySpan<byte> CommandLine { get; }

    /// <summary>Reads an archive. Whatever its bytes, it is read or refused; nothing is copied.</summary>
    /// <exception cref="PanicException">If it is no archive, is cut off, or has no kernel.</exception>
    public static Payload Read(ReadOnlySpan<byte> archive)
    {
        ReadOnlySpan<byte> kernel = default;
        ReadOnlySpan<byte> initialRamdisk = default;
        ReadOnlySpan<byte> commandLine = default;
        CpioReader reader = new(archive);
        for (int files = 0; reader.MoveNext(); files++)
        {
            Panic.Unless(files < BootFiles.MaximumFiles, "the guest payload has too many files: it is an archive of kernel, initrd and cmdline");
            if (reader.Name.SequenceEqual("kernel"u8)) kernel = reader.Content;
            else if (reader.Name.SequenceEqual("initrd"u8)) initialRamdisk = reader.Content;
            else if (reader.Name.SequenceEqual("cmdline"u8)) commandLine = FirstLine(reader.Content);
        }
        if (reader.Defect.Length != 0) Panic.Fail($"the guest payload cannot be read: {reader.Defect}");
        Panic.Unless(!kernel.IsEmpty, "the guest payload has no file named kernel, or it is empty");
        return new Payload(kernel, initialRamdisk, commandLine);
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text)
    {
        int length = 0;
        while (length < text.Length && text[length] != '\n' && text[length] != 0) length++;
        return text[..length];
    }
}
