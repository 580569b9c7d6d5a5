using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A kind of virtio device with one queue, as its slot sees it (Virtual I/O Device Version 1.2, chapter 5). It lives on the leader.</summary>
/// <param name="id">The kind: DeviceID.</param>
/// <param name="features">The features that it offers beside VIRTIO_F_VERSION_1, all of which a driver must take.</param>
public abstract class VirtioDevice(uint id, ulong features)
{
    /// <summary>The kind: DeviceID.</summary>
    public uint Id { get; } = id;

    /// <summary>The features that it offers, VIRTIO_F_VERSION_1 among them: a driver must take all.</summary>
    public ulong Features { get; } = features | VirtioStatus.FeatureVersion1;

    /// <summary>Writes its configuration, as it is now, to the begin of <paramref name="configuration"/>, which is zero. Under the slots' lock.</summary>
    public abstract void ReadConfiguration(Span<byte> configuration);

    /// <summary>Deals with a request that the driver has put into the queue. Under no lock: it may wait. False: the request makes no sense, and the device needs a reset.</summary>
    public abstract bool TryServe(GuestQueue queue, ushort head, out uint written);
}
