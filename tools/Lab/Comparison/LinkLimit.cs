using System;
using Pilevisor.Lab.Simulation;

namespace Pilevisor.Lab.Comparison;

/// <summary>What no protocol can beat on a link: arithmetic, from its speed and the sizes of frames.</summary>
/// <param name="BytesPerSecond">What a port carries each way.</param>
/// <param name="PageMicroseconds">A page's frame on a port, with preamble and gap.</param>
/// <param name="FetchMicroseconds">A request and a page on a wire between two machines, nothing else taking any time.</param>
/// <param name="FetchAcrossSwitchMicroseconds">The same across this link's store-and-forward switch, with its latency each way: what an idle link allows.</param>
/// <param name="PagesPerSecond">Pages a second that a port carries.</param>
public sealed record LinkLimit(double BytesPerSecond, double PageMicroseconds, double FetchMicroseconds, double FetchAcrossSwitchMicroseconds, double PagesPerSecond)
{
    private const int Crossings = 2;

    /// <summary>The limit of a link.</summary>
    public static LinkLimit Of(LinkModel link)
    {
        double request = Nanoseconds(link, SimFrameSizes.Message) / 1e3;
        double page = Nanoseconds(link, SimFrameSizes.Page) / 1e3;
        double latency = link.LatencyNanoseconds / 1e3;
        return new LinkLimit(link.BitsPerSecond / 8.0, page, request + page, (Crossings * (request + page)) + (2 * latency), 1e6 / page);
    }

    private static double Nanoseconds(LinkModel link, int bytes) => (bytes + LinkModel.FramingBytes) * 8e9 / Math.Max(1, link.BitsPerSecond);
}
