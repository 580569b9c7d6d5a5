using System;
using System.IO;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Presentation;

/// <summary>Standard output, whose failure is an error with a name: what the user asked for is not there.</summary>
/// <param name="output">Where the bytes go.</param>
internal sealed class ResultStream(Stream output) : Stream
{
    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            output.Write(buffer);
            output.Flush();
        }
        catch (IOException e)
        {
            throw new LaunchException(ExitStatus.InputOutput, $"what was asked for cannot be written to standard output: {e.Message}", e);
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
